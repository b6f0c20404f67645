import { HttpError } from "./failure";
import { onPersonChange, pagePerson, personChange, reportPersonChange } from "./person";
import { onPersonNews } from "./person-news";
import { send } from "./request";

/** How long (ms) after a check without an answer the next one begins. */
const againMs = 1_000;

/**
 * Watches whether the person for whom this page was opened is still the one who is signed in in this browser: asks the
 * server when another tab says that it is somebody else, and when the page is seen or runs again. What it finds is
 * reported to `onPersonChange`, and the result of any other request is, too. Ends when the returned function is called.
 */
export function watchPerson(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let checking = false;
  let ended = false;

  async function check(): Promise<void> {
    clearTimeout(timer);
    if (checking || ended || personChange() === "other") return;
    checking = true;
    const answered = await askServer();
    checking = false;
    if (!answered && !ended) timer = setTimeout(check, againMs);
  }

  function checkIfSeen(): void {
    if (!document.hidden) void check();
  }

  const endNews = onPersonNews((username) => {
    if (username !== pagePerson()) void check();
  });
  document.addEventListener("visibilitychange", checkIfSeen);
  document.addEventListener("resume", check);
  window.addEventListener("focus", checkIfSeen);
  window.addEventListener("pageshow", checkAfterCache);
  const endChange = onPersonChange(() => clearTimeout(timer));

  function checkAfterCache({ persisted }: PageTransitionEvent): void {
    if (persisted) void check();
  }

  return () => {
    ended = true;
    clearTimeout(timer);
    endNews();
    endChange();
    document.removeEventListener("visibilitychange", checkIfSeen);
    document.removeEventListener("resume", check);
    window.removeEventListener("focus", checkIfSeen);
    window.removeEventListener("pageshow", checkAfterCache);
  };
}

/** Asks whether the page's person is signed in. `send` reports somebody else. Resolves to whether there was an answer. */
async function askServer(): Promise<boolean> {
  try {
    await send("/api/me");
    return true;
  } catch (error) {
    if (!(error instanceof HttpError) || error.failure.code !== "status") return false;
    const { status } = error.failure;
    if (status === 401) reportPersonChange("nobody");
    return status < 500 && status !== 429;
  }
}
