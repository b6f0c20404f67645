// The bench's part in each page, which runs before the page's own scripts. Plain JavaScript, since it runs in the browser.
(() => {
  const now = () => performance.timeOrigin + performance.now();

  /** Whether the page shows what is waited for; sound has ears of its own. */
  const isThere = (sight) => {
    if (sight === "dialog") return document.querySelector('[role="alertdialog"]') !== null;
    const status = document.querySelector('[role="status"][aria-label="Phone"]');
    return sight.status !== undefined && status?.textContent.startsWith(sight.status);
  };

  /** What is waited for, by its JSON, and when it was there. */
  const awaited = new Map();
  const results = new Map();
  const wait = (sight) => {
    const key = JSON.stringify(sight);
    const result = new Promise((found) => awaited.set(key, { sight, found }));
    results.set(key, result);
    return result;
  };
  const look = () => {
    for (const [key, { sight, found }] of awaited) {
      if (!isThere(sight)) continue;
      awaited.delete(key);
      found(now());
    }
  };
  new MutationObserver(() => awaited.size > 0 && look()).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["role", "aria-label"],
  });

  let context;
  let ears = [];
  const samples = new Float32Array(512);
  globalThis.RTCPeerConnection = class extends globalThis.RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      this.addEventListener("track", ({ track }) => {
        if (!context || track.kind !== "audio") return;
        const analyser = context.createAnalyser();
        analyser.fftSize = samples.length;
        const source = context.createMediaStreamSource(new MediaStream([track]));
        source.connect(analyser);
        ears.push({ source, analyser });
      });
    }
  };
  const isLoud = ({ analyser }) => {
    analyser.getFloatTimeDomainData(samples);
    return samples.some((sample) => Math.abs(sample) > 0.01);
  };
  const listen = () => {
    const waiting = awaited.get('"sound"');
    if (!waiting) return;
    if (!ears.some(isLoud)) return void setTimeout(listen, 4);
    awaited.delete('"sound"');
    waiting.found(now());
  };

  const ready = wait({ status: "Ready" }).then((at) => at - performance.timeOrigin);
  globalThis.benchWatch = {
    /** Begins to wait for each sight. Those of an earlier call are forgotten. */
    arm(sights) {
      awaited.clear();
      for (const { source } of ears) source.disconnect();
      ears = [];
      for (const sight of sights) wait(sight);
      if (!sights.includes("sound")) return;
      // Made before the call: it takes a while.
      context ??= new AudioContext();
      listen();
    },
    /** When an armed sight was there (ms since the epoch), as soon as it is. */
    seen: (sight) => results.get(JSON.stringify(sight)),
    /** ms from the start of the navigation until the status said "Ready". */
    ready,
    now,
  };
})();
