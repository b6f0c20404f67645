/** Measures how loud a stream is. */
export interface Meter {
  /** The loudness at the moment, 0 to 1. */
  read(): number;
  close(): void;
}

/** A meter of the stream; null: this browser cannot measure it, which must not keep it from being recorded. */
export function createMeter(stream: MediaStream): Meter | null {
  let context: AudioContext | null = null;
  try {
    const opened = new AudioContext();
    context = opened;
    // Safari suspends one that is made after a wait, although the user has clicked.
    void opened.resume().catch(() => {});
    const analyser = new AnalyserNode(opened, { fftSize: 512 });
    opened.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    return {
      read() {
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        // Maps -60 to 0 dB, the range of speech, to 0 to 1.
        return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60));
      },
      close: () => void opened.close().catch(() => {}),
    };
  } catch {
    void context?.close().catch(() => {});
    return null;
  }
}
