/** How well the texts of a page can be read: the contrast of WCAG 2.2, from the styles that the browser computed. */
import type { Page } from 'playwright-core';

export interface TextContrast {
  readonly text: string;
  /** 1 (unreadable) to 21 (black on white). */
  readonly ratio: number;
}

/** Of all texts in sight, but those of disabled controls, which WCAG leaves out. */
export const textContrasts = (page: Page): Promise<TextContrast[]> => page.evaluate<TextContrast[]>(MEASURE);

/** Colours come in any notation, mixtures too: painting a pixel turns each into red, green, blue and alpha. */
const MEASURE = `(() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((value, i) => value * a + below[i] * (1 - a));
  const parentOf = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const pathTo = (node) => {
    const path = [];
    for (let one = parentOf(node); one; one = parentOf(one)) path.unshift(one);
    return path;
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const path = pathTo(walker.currentNode);
    const [last] = path.slice(-1);
    if (text === '' || path.some((one) => one.matches('.for-screen-readers, [disabled], script') || getComputedStyle(one).visibility === 'hidden')) continue;
    if (last.getClientRects().length === 0) continue;
    let background = [255, 255, 255];
    for (const one of path) background = over(rgba(getComputedStyle(one).backgroundColor), background);
    const [r, g, b, a] = rgba(getComputedStyle(last).color);
    const opacity = path.reduce((all, one) => all * Number(getComputedStyle(one).opacity), a);
    const [light, dark] = [luminance(over([r, g, b, opacity], background)), luminance(background)].sort((x, y) => y - x);
    found.push({ text, ratio: (light + 0.05) / (dark + 0.05) });
  }
  return found;
})()`;
