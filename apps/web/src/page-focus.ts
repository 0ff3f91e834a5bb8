/** Where the focus goes when another page is shown, as a full page load would move it. */

/**
 * Moves the focus to the heading of the page in `content`, so that a screen reader says which page this is. One that
 * is still being loaded gets it when it is there, unless the reader has gone elsewhere meanwhile.
 */
export function focusHeading(content: HTMLElement): void {
  if (moveToHeading(content)) return;
  content.focus({ preventScroll: true });
  const waiting = new MutationObserver(() => {
    if (document.activeElement !== content || moveToHeading(content)) waiting.disconnect();
  });
  waiting.observe(content, { childList: true, subtree: true });
}

function moveToHeading(content: HTMLElement): boolean {
  const heading = content.querySelector('h1');
  if (heading === null) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}
