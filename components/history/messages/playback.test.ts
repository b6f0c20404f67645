// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createPlayer } from "./playback";
import { FakeAudio } from "./testing/fake-audio";

describe("the player of messages", () => {
  let audio: FakeAudio;
  let player: ReturnType<typeof createPlayer>;

  beforeEach(() => {
    audio = new FakeAudio();
    player = createPlayer(audio.element);
  });

  it("plays one message at a time: the next takes the place of the one before", async () => {
    player.play("a", null);
    await audio.comes(7);
    audio.reach(3);
    expect(player.getState()).toMatchObject({ id: "a", isPlaying: true, begun: true, at: 3, length: 7 });
    player.play("b", null);
    expect(audio.src).toBe("/api/voicemail/b/audio");
    expect(player.getState()).toEqual({
      id: "b",
      isPlaying: true,
      begun: false,
      at: 0,
      length: null,
      failed: false,
    });
  });

  it("goes on where it was stopped", async () => {
    player.play("a", null);
    await audio.comes(7);
    audio.reach(3);
    player.pause();
    expect(player.getState()).toMatchObject({ isPlaying: false, at: 3 });
    const loads = audio.loads;
    player.play("a", null);
    expect(player.getState()).toMatchObject({ isPlaying: true, at: 3 });
    expect(audio.loads).toBe(loads);
  });

  it("has not begun while it only looks for a place, or before any sound came", async () => {
    player.play("a", null);
    expect(player.getState()?.begun).toBe(false);
    await audio.comes(7);
    player.pause();
    player.seek(4);
    audio.tell("timeupdate");
    expect(player.getState()).toMatchObject({ at: 4, begun: false });
  });

  it("keeps the speed from one message to the next", async () => {
    player.setRate(1.5);
    player.play("a", null);
    player.play("b", null);
    expect([audio.playbackRate, audio.defaultPlaybackRate, player.rate()]).toEqual([1.5, 1.5, 1.5]);
  });

  it("plays on the output that calls are heard on, or the system's if that is gone", async () => {
    audio.setSinkId.mockRejectedValueOnce(new Error("gone"));
    player.play("a", "headset");
    await audio.comes(7);
    expect(audio.setSinkId).toHaveBeenCalledWith("headset");
    expect(player.getState()?.isPlaying).toBe(true);
  });

  it("says that a message failed, and loads it again at the next play", async () => {
    player.play("a", null);
    await audio.comes(7);
    audio.reach(3);
    await audio.fails();
    expect(audio.paused).toBe(true);
    expect(player.getState()).toMatchObject({ isPlaying: false, failed: true });
    const loads = audio.loads;
    player.play("a", null);
    expect(audio.loads).toBe(loads + 1);
    expect(audio.currentTime).toBe(3);
    expect(player.getState()).toMatchObject({ isPlaying: true, failed: false });
  });

  it("is stopped by the browser where it may not play", async () => {
    audio.refuses = true;
    player.play("a", null);
    await vi.waitFor(() => expect(player.getState()?.isPlaying).toBe(false));
  });

  it("closes only the message that is open", async () => {
    player.play("a", null);
    await audio.comes(7);
    player.close("b");
    expect(player.getState()?.isPlaying).toBe(true);
    player.close("a");
    expect(player.getState()).toBeNull();
    expect([audio.paused, audio.src]).toEqual([true, ""]);
  });
});
