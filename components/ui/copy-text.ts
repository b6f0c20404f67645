/** Copies `text`. Resolves to false if the page is insecure, and so has no clipboard, or if the browser refuses. */
export async function copyText(text: string, clipboard: Clipboard | undefined): Promise<boolean> {
  try {
    if (!clipboard) return false;
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
