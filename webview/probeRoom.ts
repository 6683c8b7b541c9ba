/**
 * While it loads, the toolkit finds out whether the browser knows `:focus-visible`: it puts an empty
 * `<style>` into `document.head` and tries a rule on its sheet. The page's policy refuses inline styles,
 * even empty ones, so each page would begin with a violation, and buttons would show the focus ring on a
 * click. Until the toolkit is loaded it therefore gets a head that is no part of the page, where a style
 * has a sheet of the kind that the policy allows. Import this before the toolkit.
 */
const room = document.createElement('head');
room.appendChild = <T extends Node>(node: T): T => {
  Object.defineProperty(node, 'sheet', { value: new CSSStyleSheet() });
  return room.insertBefore(node, null);
};
Object.defineProperty(document, 'head', { configurable: true, value: room });

/** The page has its own head again. */
export function closeProbeRoom(): void {
  // Uncovers the property of `Document.prototype`.
  Reflect.deleteProperty(document, 'head');
}
