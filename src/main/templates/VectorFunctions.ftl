<#-- The functions of Functions.ftl as straight lines of vector operations, bit for bit: each macro declares
     vectors whose names start with that of its result. t is a precision of config.fmpp, s the species.
     Masks serve only where they are made: kept ones may be boxed. -->
<#function broadcast t s c><#return t.Boxed + "Vector.broadcast(" + s + ", " + c + ")"></#function>
<#function constant t s c><#return broadcast(t, s, "Functions" + t.bits + "." + c)></#function>
<#function fma a b c><#return a + ".lanewise(VectorOperators.FMA, " + b + ", " + c + ")"></#function>
<#function bits t v><#return v + ".reinterpretAs" + t.Integers?remove_ending("Vector") + "s()"></#function>
<#function unbits t v><#return v + ".reinterpretAs" + t.Boxed + "s()"></#function>
<#function powerOf2 t v><#return unbits(t, bits(t, v) + ".lanewise(VectorOperators.LSHL, " + t.shift + ").add(Functions" + t.bits + ".ONE)")></#function>

<#macro expm1NearZero t s name x rounded>
<#local V = t.Boxed + "Vector">
          ${V} ${name}K = ${rounded}.sub(Functions${t.bits}.ROUNDER);
          ${V} ${name}High = ${fma(name + "K", constant(t, s, "LN2_HIGH") + ".neg()", x)};
          ${V} ${name}R = ${fma(name + "K", constant(t, s, "LN2_LOW") + ".neg()", name + "High")};
          ${V} ${name}Sum = ${constant(t, s, "EXP" + t.exp)};
<#list t.exp-1..2 as n>
          ${name}Sum = ${fma(name + "Sum", name + "R", constant(t, s, "EXP" + n))};
</#list>
          ${V} ${name}Q = ${fma(name + "R.mul(" + name + "R)", name + "Sum", name + "R")};
</#macro>

<#macro exp t s name x>
<#local V = t.Boxed + "Vector">
          ${V} ${name}Less = ${x}.blend(Functions${t.bits}.LEAST, ${x}.compare(VectorOperators.LT, Functions${t.bits}.LEAST));
          ${V} ${name}C = ${name}Less.blend(Functions${t.bits}.MOST, ${x}.compare(VectorOperators.GT, Functions${t.bits}.MOST));
          ${V} ${name}Rounded = ${fma(name + "C", constant(t, s, "LOG2_E"), constant(t, s, "ROUNDER"))};
<@expm1NearZero t s name name + "C" name + "Rounded"/>
          ${V} ${name}Half = ${fma(name + "K", broadcast(t, s, "(" + t.number + ") 0.5"), constant(t, s, "ROUNDER"))};
          ${V} ${name}Other = ${name}K.sub(${name}Half.sub(Functions${t.bits}.ROUNDER)).add(Functions${t.bits}.ROUNDER);
          ${V} ${name} = ${name}Q.add(1).mul(${powerOf2(t, name + "Half")}).mul(${powerOf2(t, name + "Other")});
</#macro>

<#macro expm1 t s name x>
<#local V = t.Boxed + "Vector">
          ${V} ${name}C = ${x}.blend(Functions${t.bits}.LEAST_EXPM1, ${x}.compare(VectorOperators.LT, Functions${t.bits}.LEAST_EXPM1));
          ${V} ${name}Rounded = ${fma(name + "C", constant(t, s, "LOG2_E"), constant(t, s, "ROUNDER"))};
<@expm1NearZero t s name name + "C" name + "Rounded"/>
          ${V} ${name}Power = ${powerOf2(t, name + "Rounded")};
          ${V} ${name} = ${fma(name + "Power", name + "Q", name + "Power.sub(1)")};
</#macro>

<#macro log1p t s name y>
<#local V = t.Boxed + "Vector", F = "Functions" + t.bits>
          ${V} ${name}U = ${y}.add(1);
          ${V} ${name}Lost = ${y}.sub(${name}U.sub(1));
          ${t.Integers} ${name}Bits = ${bits(t, name + "U")};
          ${t.Integers} ${name}Exponent = ${name}Bits.sub(${F}.ROOT_HALF).lanewise(VectorOperators.AND, ${F}.EXPONENT);
          ${V} ${name}M = ${unbits(t, name + "Bits.sub(" + name + "Exponent)")};
          ${V} ${name}Scale = ${unbits(t, name + "Exponent.neg().add(" + F + ".ONE)")};
          ${V} ${name}K = ${unbits(t, name + "Exponent.lanewise(VectorOperators.LSHR, " + t.shift + ").lanewise(VectorOperators.OR, " + F + ".INTEGER)")}.sub(${(t.bits == 64)?then("0x1p52", "0x1p23f")});
          ${V} ${name}F = ${fma(name + "Lost", name + "Scale", name + "M.sub(1)")};
          ${V} ${name}S = ${name}F.div(${name}F.add(2));
          ${V} ${name}Square = ${name}S.mul(${name}S);
          ${V} ${name}Sum = ${constant(t, s, "LOG" + t.log)};
<#list t.log-1..1 as n>
          ${name}Sum = ${fma(name + "Sum", name + "Square", constant(t, s, "LOG" + n))};
</#list>
          ${V} ${name}Artanh = ${fma(name + "S.mul(" + name + "Square)", name + "Sum", name + "S.add(" + name + "S)")};
          ${V} ${name}Low = ${fma(name + "K", constant(t, s, "LN2_LOW"), name + "Artanh")};
          ${V} ${name} = ${fma(name + "K", constant(t, s, "LN2_HIGH"), name + "Low")};
</#macro>

<#macro tanh t s name x>
<#local V = t.Boxed + "Vector">
          ${V} ${name}Twice = ${x}.abs().mul(-2);
<@expm1 t s name + "E" name + "Twice"/>
          ${V} ${name}Size = ${V}.zero(${s}).sub(${name}E).div(${name}E.add(2));
          ${t.Integers} ${name}Sign = ${bits(t, x)}.lanewise(VectorOperators.AND, ${t.integer?cap_first?replace("Int", "Integer")}.MIN_VALUE);
          ${V} ${name} = ${unbits(t, bits(t, name + "Size") + ".lanewise(VectorOperators.OR, " + name + "Sign)")};
</#macro>

<#macro sigmoid t s name x>
<#local V = t.Boxed + "Vector">
          ${V} ${name}Negative = ${x}.abs().neg();
<@exp t s name + "E" name + "Negative"/>
          ${V} ${name}Above = ${broadcast(t, s, "1")}.blend(${name}E, ${x}.compare(VectorOperators.LT, 0));
          ${V} ${name} = ${name}Above.div(${name}E.add(1));
</#macro>

<#macro softplus t s name x>
<#local V = t.Boxed + "Vector">
          ${V} ${name}Negative = ${x}.abs().neg();
<@exp t s name + "E" name + "Negative"/>
<@log1p t s name + "L" name + "E"/>
          ${V} ${name} = ${name}L.blend(${x}.add(${name}L), ${x}.compare(VectorOperators.GT, 0));
</#macro>
