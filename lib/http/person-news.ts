import * as z from "zod/mini";

const name = "browser-phone.person";

const newsSchema = z.object({ username: z.nullable(z.string()) });

function read(data: unknown): z.infer<typeof newsSchema> | null {
  return newsSchema.safeParse(data).data ?? null;
}

function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    // Missing, or forbidden to this page.
    return null;
  }
}

/** Tells the other tabs of this browser who is signed in now: a username, or null for nobody. */
export function announcePerson(username: string | null): void {
  const channel = openChannel();
  if (channel) {
    channel.postMessage({ username });
    channel.close();
    return;
  }
  try {
    // Other tabs get an event only if the value differs from the last one.
    localStorage.setItem(name, JSON.stringify({ username, at: Date.now() }));
  } catch {
    // Forbidden too: the other tabs notice with their next request.
  }
}

/** Calls `listener` with each announcement of another tab, until the returned function is called. */
export function onPersonNews(listener: (username: string | null) => void): () => void {
  const hear = (data: unknown) => {
    const news = read(data);
    if (news) listener(news.username);
  };
  const channel = openChannel();
  if (channel) {
    channel.onmessage = ({ data }) => hear(data);
    return () => channel.close();
  }
  const stored = ({ key, newValue }: StorageEvent) => {
    if (key === name && newValue !== null) hear(parse(newValue));
  };
  window.addEventListener("storage", stored);
  return () => window.removeEventListener("storage", stored);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
