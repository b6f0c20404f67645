/** Whether the text is on the clipboard now. An insecure page has no clipboard at all, and a browser may refuse. */
export async function copyText(text: string, clipboard: Clipboard | undefined): Promise<boolean> {
  try {
    if (!clipboard) return false;
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
