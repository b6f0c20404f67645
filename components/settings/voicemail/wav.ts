const headerBytes = 44;
const pcm = 1;

/**
 * A WAV file of one channel, 16 bits. `samples` are from -1 to 1; louder ones are cut off.
 * http://soundfile.sapp.org/doc/WaveFormat/
 */
export function encodeWav(samples: Float32Array, rate: number): ArrayBuffer {
  const file = new ArrayBuffer(headerBytes + 2 * samples.length);
  const view = new DataView(file);
  const word = (at: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  word(0, "RIFF");
  view.setUint32(4, file.byteLength - 8, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, pcm, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, index) => {
    const whole = Math.round(32_767 * Math.min(1, Math.max(-1, sample)));
    view.setInt16(headerBytes + 2 * index, whole, true);
  });
  return file;
}
