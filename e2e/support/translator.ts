import type { Page } from "@playwright/test";

/**
 * Does to a page what the translator of Chrome does: each text node is replaced by `<font><font>text</font></font>`,
 * also those that appear later. Elements with `translate="no"` are left alone. The text stays the same, so that tests
 * can read it.
 */
export async function translate(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const skipped = "script, style, noscript, textarea, input, select, svg, font, [translate=no]";

    function replace(text: Text): void {
      if (text.data.trim() === "" || !text.parentElement || text.parentElement.closest(skipped)) return;
      const outer = document.createElement("font");
      const inner = document.createElement("font");
      inner.textContent = text.data;
      outer.append(inner);
      text.replaceWith(outer);
    }

    function replaceAll(root: Node): void {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = root instanceof Text ? [root] : [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      texts.forEach(replace);
    }

    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        if (target instanceof Text) replaceAll(target);
        addedNodes.forEach(replaceAll);
      }
    });
    // Chrome begins once the page is loaded.
    window.addEventListener("load", () => {
      replaceAll(document.body);
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  });
}

/** How many texts of the page are translated now. */
export const translated = (page: Page): Promise<number> => page.locator("font > font").count();
