/** How long (ms) the browser may take to begin with the download. It reads from an address that ends then. */
const beginMs = 60_000;

/** Saves a file to where the browser keeps downloads. */
export function saveFile(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), beginMs);
}
