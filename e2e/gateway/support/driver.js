// The tests' part in the page: it points the SDK at the gateway, records every event and measures sound.
(() => {
  const gateway = new URLSearchParams(location.search).get("gateway");
  const Native = globalThis.WebSocket;
  if (gateway) {
    // The only difference from production: the address that the SDK's host name leads to.
    globalThis.WebSocket = class extends Native {
      constructor(url, protocols) {
        const host = new URL(url).host.match(/^(?:voice-js\.|chunderw(?:-vpc)?-gll-?)([^.]*)\.twilio\.com$/);
        super(host ? `${gateway}?edge=${host[1]}` : url, protocols);
        // Recorded before the SDK's own listener runs: its timeout for a silent socket starts here.
        this.addEventListener("message", () => note("socket", "message"));
      }
    };
  }

  const DEVICE_EVENTS = "registering registered unregistered destroyed error tokenWillExpire incoming".split(
    " ",
  );
  const CALL_EVENTS =
    "accept audio cancel disconnect error messageReceived messageSent mute reconnected reconnecting reject ringing sample transportClose volume warning warning-cleared".split(
      " ",
    );

  // The SDK fetches its sounds from a CDN and shows a call 2 s late when it cannot.
  const SOUNDS =
    "incoming outgoing disconnect dtmf0 dtmf1 dtmf2 dtmf3 dtmf4 dtmf5 dtmf6 dtmf7 dtmf8 dtmf9 dtmfs dtmfh";
  const sounds = Object.fromEntries(SOUNDS.split(" ").map((name) => [name, "/silence.wav"]));

  const driver = {
    /** Every event in order: { who, event, detail, at }. */
    events: [],
    devices: [],
    calls: [],
  };

  function note(who, event, detail) {
    driver.events.push({ who, event, detail, at: Date.now() });
  }

  function watchCall(call) {
    driver.calls.push(call);
    const index = driver.calls.length - 1;
    for (const event of CALL_EVENTS) {
      call.on(event, (first, second) => {
        // These come many times a second, so only the last one is kept.
        if (event === "volume" || event === "sample") {
          call[`last_${event}`] = event === "volume" ? { input: first, output: second } : first;
          return;
        }
        const detail = first instanceof Error ? { code: first.code, name: first.name } : plain(first);
        note(`call${index}`, event, detail);
      });
    }
    return index;
  }

  function plain(value) {
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
    return value && typeof value === "object" && "messageType" in value ? { ...value } : undefined;
  }

  /** A microphone that gives one tone instead of the fake one's beeps, so that a test can tell who is heard. */
  function toneMicrophone(hz) {
    return async () => {
      const context = Twilio.Device.audioContext;
      if (context.state !== "running") await context.resume();
      const oscillator = new OscillatorNode(context, { frequency: hz });
      const gain = new GainNode(context, { gain: 0.4 });
      const end = context.createMediaStreamDestination();
      oscillator.connect(gain).connect(end);
      oscillator.start();
      return end.stream;
    };
  }

  driver.newDevice = (token, { toneHz, ...options } = {}) => {
    const microphone = toneHz ? { getUserMedia: toneMicrophone(toneHz) } : {};
    const device = new Twilio.Device(token, { logLevel: "silent", sounds, ...microphone, ...options });
    driver.devices.push(device);
    const index = driver.devices.length - 1;
    for (const event of DEVICE_EVENTS) {
      device.on(event, (value) => {
        if (event === "incoming") watchCall(value);
        note(
          `device${index}`,
          event,
          value instanceof Error ? { code: value.code, name: value.name } : undefined,
        );
      });
    }
    return index;
  };

  driver.connect = async (index, options) => watchCall(await driver.devices[index].connect(options));

  /** Runs the SDK's preflight test; resolves with how it ended and what it reported. */
  driver.preflight = (token) =>
    new Promise((resolve) => {
      const test = Twilio.Device.runPreflight(token);
      const events = [];
      for (const event of ["connected", "sample", "warning"]) test.on(event, () => events.push(event));
      test.on("completed", (report) => resolve({ outcome: "completed", events, ...report }));
      test.on("failed", (error) => resolve({ outcome: "failed", events, code: error.code }));
    });

  /** The last of the events that come many times a second. */
  driver.last = (event, index) => driver.calls[index][`last_${event}`];

  /** Makes the SDK restart ICE, as it does when media fails, and waits for the answer. */
  driver.restartIce = async (index) => {
    const handler = driver.calls[index]._mediaHandler;
    const { pc } = handler.version;
    const ufrag = () => pc.remoteDescription.sdp.match(/a=ice-ufrag:(\S+)/)[1];
    const before = ufrag();
    handler.iceRestart();
    await new Promise((resolve) => {
      pc.addEventListener("signalingstatechange", () => pc.signalingState === "stable" && resolve());
    });
    return { ufragChanged: ufrag() !== before };
  };

  driver.iceState = (index) => driver.calls[index]._mediaHandler.version.pc.iceConnectionState;

  /** Calls a method of a device or a call. */
  driver.invoke = (kind, index, method, args) => driver[kind][index][method](...args);

  /** Reads a value of a device or a call. `path` may name methods, which are called. */
  driver.read = (kind, index, path) => {
    let value = driver[kind][index];
    for (const key of path.split(".")) {
      value =
        value instanceof Map ? value.get(key) : typeof value[key] === "function" ? value[key]() : value[key];
    }
    return value;
  };

  /**
   * The peak amplitude (0..1) of what a call receives within `ms`. Stops early once a sample is louder than
   * `enough`.
   */
  driver.loudness = async (index, ms, enough) => {
    const stream = driver.calls[index].getRemoteStream();
    const context = Twilio.Device.audioContext;
    if (context.state !== "running") await context.resume();
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let peak = 0;
    const end = Date.now() + ms;
    while (Date.now() < end && peak <= enough) {
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    source.disconnect();
    return peak;
  };

  /**
   * How loud (0..1) each of some frequencies is in what a call receives, as the mean over `ms`. Of a sine it is its amplitude.
   */
  driver.levels = async (index, frequencies, ms) => {
    const context = Twilio.Device.audioContext;
    if (context.state !== "running") await context.resume();
    const source = context.createMediaStreamSource(driver.calls[index].getRemoteStream());
    const analyser = context.createAnalyser();
    analyser.fftSize = 8192;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const sums = frequencies.map(() => 0);
    let rounds = 0;
    // The analyser's window has to be filled once before the first look.
    await new Promise((resolve) => setTimeout(resolve, 250));
    const end = Date.now() + ms;
    while (Date.now() < end || rounds === 0) {
      analyser.getFloatTimeDomainData(samples);
      frequencies.forEach((hz, at) => {
        sums[at] += amplitude(samples, hz, context.sampleRate);
      });
      rounds += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    source.disconnect();
    return sums.map((sum) => sum / rounds);
  };

  /** The amplitude of one frequency, with a window that keeps its neighbours out. */
  function amplitude(samples, hz, rate) {
    let real = 0;
    let imaginary = 0;
    for (let n = 0; n < samples.length; n += 1) {
      const window = 1 - Math.cos((2 * Math.PI * n) / samples.length);
      const angle = (2 * Math.PI * hz * n) / rate;
      real += samples[n] * window * Math.cos(angle);
      imaginary += samples[n] * window * Math.sin(angle);
    }
    return (2 * Math.hypot(real, imaginary)) / samples.length;
  }

  globalThis.driver = driver;
})();
