// The floor: the published SDK, the document, and nothing between them. `Twilio` is the SDK's bundle.
(() => {
  const parameters = new URLSearchParams(location.search);
  const gateway = parameters.get("gateway");
  const identity = parameters.get("identity");

  const status = document.querySelector("[role=status]");
  const button = (name, press) => {
    const made = document.createElement("button");
    made.textContent = name;
    made.onclick = press;
    return made;
  };
  const show = (text, ...buttons) => {
    status.textContent = text;
    document.querySelector("main").replaceChildren(...buttons);
  };

  /** Makes the SDK's host lead to the gateway, as the app does in local mode. Runs before the SDK is evaluated. */
  globalThis.bareSignalling = () => {
    globalThis.WebSocket = class extends WebSocket {
      constructor(url, protocols) {
        const edge = /^voice-js\.([a-z0-9-]+)\.twilio\.com$/.exec(new URL(url).hostname)?.[1];
        super(edge ? `${gateway}?edge=${edge}` : url, protocols);
      }
    };
    const send = fetch.bind(globalThis);
    // The SDK's reports of its calls must not wait for a network.
    globalThis.fetch = async (request, init) =>
      /^https:\/\/eventgw\./.test(request.url ?? request) ? new Response("{}") : send(request, init);
  };

  const silence = "/silence.wav";
  const sounds = [
    "incoming",
    "outgoing",
    "disconnect",
    ...[..."0123456789sh"].map((digit) => `dtmf${digit}`),
  ];

  /** Makes the Device. The options that concern speed are the app's. */
  globalThis.barePhone = async () => {
    const { Device, Call } = Twilio;
    const token = await (await fetch(`/token?identity=${identity}`)).text();
    const device = new Device(token, {
      allowIncomingWhileBusy: true,
      codecPreferences: [Call.Codec.Opus, Call.Codec.PCMU],
      logLevel: "silent",
      sounds: Object.fromEntries(sounds.map((name) => [name, silence])),
    });
    for (const sound of ["incoming", "outgoing", "disconnect"]) device.audio?.[sound](false);

    const ready = () => show("Ready", button(`Call ${parameters.get("to")}`, dial));
    const follow = (call) => {
      call.on("accept", () =>
        show(
          "In call",
          button("Hang up", () => call.disconnect()),
        ),
      );
      call.on("disconnect", () => show("Ended", button("Done", ready)));
    };
    const dial = async () => {
      show("Calling");
      const call = await device.connect({ params: { To: parameters.get("to") } });
      call.on("ringing", () => show("Ringing"));
      follow(call);
    };
    device.on("registered", ready);
    device.on("incoming", (call) => {
      const dialog = document.createElement("div");
      dialog.role = "alertdialog";
      dialog.append(button("Answer", () => call.accept()));
      show("Ringing", dialog);
      follow(call);
    });
    await device.register();
  };
})();
