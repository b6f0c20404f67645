/** The Document Picture-in-Picture API, which TypeScript's DOM types do not have yet. */
interface PictureInPictureApi {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}

const api = (): PictureInPictureApi | undefined => Reflect.get(window, "documentPictureInPicture");

/** Whether this browser has such windows. */
export function canOpenMiniWindow(): boolean {
  return api() !== undefined;
}

/** Opens the window with the styles of this page; null if the browser refuses. Call it from a click. */
export async function openMiniWindow(title: string): Promise<Window | null> {
  const mini = await api()
    ?.requestWindow({ width: 340, height: 190 })
    .catch(() => null);
  if (!mini) return null;
  mini.document.title = title;
  mini.document.documentElement.lang = document.documentElement.lang;
  for (const sheet of document.querySelectorAll("link[rel=stylesheet], style")) {
    mini.document.head.append(sheet.cloneNode(true));
  }
  return mini;
}
