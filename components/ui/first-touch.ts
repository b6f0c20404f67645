const events = ["pointermove", "pointerdown", "keydown", "focusin"] as const;

/** Runs `action` once, when the user first moves over, clicks, taps or focuses something. The result calls it off. */
export function onFirstTouch(action: () => void): () => void {
  const stop = () => {
    for (const event of events) window.removeEventListener(event, touched, { capture: true });
  };
  const touched = () => {
    stop();
    action();
  };
  for (const event of events) window.addEventListener(event, touched, { capture: true, passive: true });
  return stop;
}
