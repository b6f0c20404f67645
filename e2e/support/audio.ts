import type { Page } from "@playwright/test";

interface Heard {
  /** Sum over all connections of what the receiver decoded and played (getStats `totalAudioEnergy`). */
  energy: number;
  seconds: number;
  packets: number;
}

type Listening = typeof globalThis & { heardByTest?: () => Promise<Heard> };

/**
 * Lets a test measure the audio that a page receives. It runs before the page's own scripts and records every
 * RTCPeerConnection, without changing it.
 */
export async function installEar(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
    (globalThis as Listening).heardByTest = async () => {
      const sum = { energy: 0, seconds: 0, packets: 0 };
      for (const connection of made.filter((one) => one.connectionState !== "closed")) {
        for (const report of (await connection.getStats()).values()) {
          if (report.type !== "inbound-rtp" || report.kind !== "audio") continue;
          sum.energy += report.totalAudioEnergy ?? 0;
          sum.seconds += report.totalSamplesDuration ?? 0;
          sum.packets += report.packetsReceived ?? 0;
        }
      }
      return sum;
    };
  });
}

const heard = (page: Page): Promise<Heard> =>
  page.evaluate(() => {
    const ear = (globalThis as Listening).heardByTest;
    if (!ear) throw new Error("installEar was not called for this page");
    return ear();
  });

/**
 * The mean energy per second (0..1) of at least `seconds` of audio that `page` receives. Without `seconds` it measures
 * * 2.5 seconds at most, and stops as soon as their mean is sure to reach `audible`.
 */
export async function loudness(page: Page, seconds?: number): Promise<number> {
  const full = seconds ?? 2.5;
  const enough = seconds === undefined ? audible * full : Number.POSITIVE_INFINITY;
  const start = await heard(page);
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const now = await heard(page);
    const span = now.seconds - start.seconds;
    const energy = now.energy - start.energy;
    // Packets must still arrive: the silence of a dead connection proves nothing about mute.
    if (span > 0 && (span >= full || energy > enough) && now.packets > start.packets) return energy / span;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  }
  throw new Error("No audio arrived to be measured.");
}

/** The beeps of the fake microphone are far above this, the comfort noise of a muted call far below. */
export const audible = 1e-4;
