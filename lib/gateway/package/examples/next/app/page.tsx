"use client";

import type { Call, Device } from "@twilio/voice-sdk";
import { useState } from "react";
import { leadToGateway } from "./local-gateway";

const gatewayUrl = process.env.NEXT_PUBLIC_VOICE_GATEWAY_URL;

/** The SDK, led to the gateway if there is one. It is loaded in the browser only, and after the gateway is set. */
async function loadSdk() {
  if (gatewayUrl) leadToGateway(gatewayUrl);
  return import("@twilio/voice-sdk");
}

export default function Page() {
  const [status, setStatus] = useState("Not registered");
  const [device, setDevice] = useState<Device>();
  const [call, setCall] = useState<Call>();

  async function register(identity: string) {
    const { Device } = await loadSdk();
    const { token } = await (await fetch(`/api/token?identity=${encodeURIComponent(identity)}`)).json();
    const made = new Device(token);
    made.on("registered", () => setStatus(`Registered as ${identity}`));
    made.on("error", (error) => setStatus(error.message));
    made.on("incoming", (incoming: Call) => {
      follow(incoming);
      setStatus(`${incoming.parameters.From} calls`);
    });
    await made.register();
    setDevice(made);
  }

  function follow(next: Call) {
    setCall(next);
    next.on("accept", () => setStatus("Connected"));
    for (const end of ["cancel", "disconnect"]) {
      next.on(end, () => {
        setStatus("Ended");
        setCall(undefined);
      });
    }
  }

  async function submit(name: string) {
    if (device) follow(await device.connect({ params: { To: name } }));
    else await register(name);
  }

  return (
    <main>
      <p role="status">{status}</p>
      <form action={(form) => submit(String(form.get("name")))}>
        <input name="name" aria-label={device ? "Whom to call" : "Your name"} required />
        <button type="submit">{device ? "Call" : "Register"}</button>
      </form>
      {call?.direction === "INCOMING" && call.status() === "pending" && (
        <button type="button" onClick={() => call.accept()}>
          Answer
        </button>
      )}
      {call && (
        <button type="button" onClick={() => call.disconnect()}>
          Hang up
        </button>
      )}
    </main>
  );
}
