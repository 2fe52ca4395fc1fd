// Text and lines of the page whose contrast with what is behind them is too low (WCAG 2.2, AA).
(() => {
  const channel = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const light = (c) => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length && (colour.length < 4 || colour[3] > 0)) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  let looked = 0;
  const look = (element, colour, least, what) => {
    looked++;
    const found = ratio(parse(colour), behind(element));
    if (found < least) low.push(`${what} ${found.toFixed(2)}: ${element.textContent.slice(0, 40)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (!text.textContent.trim() || !element.checkVisibility() || element.closest('script, title')) continue;
    const style = getComputedStyle(element);
    look(element, element.closest('svg') ? style.fill : style.color, 4.5, 'text');
  }
  document.querySelectorAll('.plot .line').forEach((e) => look(e, getComputedStyle(e).stroke, 3, 'line'));
  return {low, looked};
})()
