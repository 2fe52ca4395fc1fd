<@pp.dropOutputFile/>
<#function factorial n><#return (n <= 1)?then(1, n * factorial(n - 1))></#function>
<#list precisions as p>
<#assign number = p.number, double = p.bits == 64>
<@pp.changeOutputFile name="/org/isobath/kernel/Functions${p.bits}.java"/>
package org.isobath.kernel;

import javax.annotation.processing.Generated;

/**
 * The definition of exp and its relatives in float${p.bits}: a fixed sequence of + − × ÷, fma and
 * operations on bits, so that every machine gives the same result (docs/equations.md, eq. 38).
 */
@Generated("Functions.ftl")
final class Functions${p.bits} {
  static final ${number} LOG2_E = (${number}) 1.4426950408889634;
<#if double>
  static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
  static final double LN2_LOW = 0x1.abc9e3b39803fp-56;
<#else>
  static final float LN2_HIGH = 0x1.62e43p-1f;
  static final float LN2_LOW = (float) (0x1.62e42fefa39efp-1 - 0x1.62e43p-1);
</#if>

  /** A number this large has no bits behind the point: adding it rounds to the nearest integer. */
  static final ${number} ROUNDER = <#if double>0x1.8p52<#else>0x1.8p23f</#if>;

  /** Where exp is infinite, and where it is 0. */
  static final ${number} MOST = ${double?then("710", "89")};

  static final ${number} LEAST = ${double?then("-746", "-104")};

  /** Where expm1 is −1. */
  static final ${number} LEAST_EXPM1 = ${double?then("-40", "-20")};

  /** The bits of 1, of √½, of the exponent and the sign, and of 2^${p.shift}. */
  static final ${p.integer} ONE = ${double?then("0x3FF0000000000000L", "0x3F800000")};

  static final ${p.integer} ROOT_HALF = ${double?then("0x3FE6A09E667F3BCDL", "0x3F3504F3")};
  static final ${p.integer} EXPONENT = ${double?then("0xFFF0000000000000L", "0xFF800000")};
  static final ${p.integer} INTEGER = ${double?then("0x4330000000000000L", "0x4B000000")};

  /** (expm1 r − r) / r² by its series: 1/2! + r/3! + … */
  static final ${number}
<#list 2..p.exp as n>
      EXP${n} = (${number}) (1.0 / ${factorial(n)?c}.0)<#sep>,</#sep>
</#list>;

  /** (2 artanh s − 2 s) / s³ by its series in s²: 2/3 + 2/5 s² + … */
  static final ${number}
<#list 1..p.log as n>
      LOG${n} = (${number}) (2.0 / ${2 * n + 1}.0)<#sep>,</#sep>
</#list>;

  private Functions${p.bits}() {}

  static ${number} exp(${number} x) {
    ${number} c = x > MOST ? MOST : x < LEAST ? LEAST : x;
    ${number} k = Math.fma(c, LOG2_E, ROUNDER) - ROUNDER;
    ${number} q = expm1NearZero(Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, c)));
    // In two steps, as 2^k alone may be out of range.
    ${number} half = Math.fma(k, (${number}) 0.5, ROUNDER);
    return (1 + q) * powerOf2(half) * powerOf2(k - (half - ROUNDER) + ROUNDER);
  }

  /** exp x − 1 without loss near 0, for x ≤ 0. */
  static ${number} expm1(${number} x) {
    ${number} c = x < LEAST_EXPM1 ? LEAST_EXPM1 : x;
    ${number} rounded = Math.fma(c, LOG2_E, ROUNDER);
    ${number} k = rounded - ROUNDER;
    ${number} q = expm1NearZero(Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, c)));
    ${number} power = powerOf2(rounded);
    return Math.fma(power, q, power - 1);
  }

  /** expm1 r for |r| ≤ ln 2 / 2. */
  private static ${number} expm1NearZero(${number} r) {
    ${number} sum = EXP${p.exp};
<#list p.exp-1..2 as n>
    sum = Math.fma(sum, r, EXP${n});
</#list>
    return Math.fma(r * r, sum, r);
  }

  /** 2^k, given k + ROUNDER, whose last bits are k. */
  private static ${number} powerOf2(${number} rounded) {
    return ${p.Boxed}.${p.Bits?uncap_first}BitsTo${p.Boxed}((${p.Boxed}.${p.number}ToRaw${p.Bits}Bits(rounded) << ${p.shift}) + ONE);
  }

  /** log (1 + y) without loss near 0, for 0 ≤ y < 2^${p.shift}. */
  static ${number} log1p(${number} y) {
    ${number} u = 1 + y;
    ${number} lost = y - (u - 1);
    // u = 2^k m with √½ ≤ m < √2.
    ${p.integer} bits = ${p.Boxed}.${p.number}ToRaw${p.Bits}Bits(u);
    ${p.integer} exponent = (bits - ROOT_HALF) & EXPONENT;
    ${number} m = ${p.Boxed}.${p.Bits?uncap_first}BitsTo${p.Boxed}(bits - exponent);
    ${number} scale = ${p.Boxed}.${p.Bits?uncap_first}BitsTo${p.Boxed}(ONE - exponent);
    ${number} k = ${p.Boxed}.${p.Bits?uncap_first}BitsTo${p.Boxed}((exponent >>> ${p.shift}) | INTEGER) - ${double?then("0x1p52", "0x1p23f")};
    ${number} f = Math.fma(lost, scale, m - 1);
    ${number} s = f / (2 + f);
    ${number} square = s * s;
    ${number} sum = LOG${p.log};
<#list p.log-1..1 as n>
    sum = Math.fma(sum, square, LOG${n});
</#list>
    ${number} artanh = Math.fma(s * square, sum, s + s);
    return Math.fma(k, LN2_HIGH, Math.fma(k, LN2_LOW, artanh));
  }

  static ${number} tanh(${number} x) {
    ${number} e = expm1(-2 * Math.abs(x));
    return Math.copySign((0 - e) / (2 + e), x);
  }

  static ${number} sigmoid(${number} x) {
    ${number} e = exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  static ${number} softplus(${number} x) {
    ${number} l = log1p(exp(-Math.abs(x)));
    return x > 0 ? x + l : l;
  }
}
</#list>
