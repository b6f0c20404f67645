"use client";

import { BellRing, Mic, Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useOneAttempt } from "@/components/api/use-attempt";
import { DeviceBanner } from "@/components/phone/devices/device-banner";
import { DevicePicker } from "@/components/phone/devices/device-picker";
import { LevelMeter, showLevel } from "@/components/phone/devices/level-meter";
import { useProblemSentence } from "@/components/phone/hooks/use-names";
import { useDevices, usePhone } from "@/components/phone/hooks/use-phone";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { handsFocusOn } from "@/components/ui/focus";
import { LiveRegion } from "@/components/ui/live-region";
import type { Problem } from "@/lib/phone/model/types";
import { Section } from "./section";

/** The microphone, the speaker and the ringer, each with a test. */
export function SoundSettings() {
  const t = useTranslations();
  const { devices } = usePhone();
  const { inputs } = useDevices();
  const [refused, setRefused] = useState<Problem | null>(null);
  const sentence = useProblemSentence();
  const { busy, attempt } = useOneAttempt();
  const nameless = inputs.every(({ label }) => label === "");
  const testOf = (which: "output" | "ringer", icon: ReactNode, text: string) => (
    <Button size="small" tone="outline" className="h-12 sm:min-w-44" onClick={() => void devices.test(which)}>
      {icon}
      <span>{text}</span>
    </Button>
  );
  return (
    <Section title={t("settings.sound")}>
      {nameless && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-[15px] text-soft">{t("devices.allowLead")}</p>
          <Button
            ref={handsFocusOn}
            size="small"
            tone="primary"
            aria-busy={busy}
            onClick={() => void attempt(() => devices.requestAccess().then(setRefused))}
          >
            {t("devices.allow")}
          </Button>
        </div>
      )}
      <LiveRegion>{refused && <Banner>{sentence(refused)}</Banner>}</LiveRegion>
      <MicrophoneCheck />
      <div className="grid items-end gap-2.5 sm:grid-cols-[minmax(0,1fr)_auto]">
        <DevicePicker which="output" />
        {testOf("output", <Volume2 aria-hidden />, t("devices.testSpeaker"))}
      </div>
      <div className="grid items-end gap-2.5 sm:grid-cols-[minmax(0,1fr)_auto]">
        <DevicePicker which="ringer" />
        {testOf("ringer", <BellRing aria-hidden />, t("devices.testRinger"))}
      </div>
      <LiveRegion>
        <DeviceBanner />
      </LiveRegion>
    </Section>
  );
}

/** Opens the microphone only while it is being checked. */
function MicrophoneCheck() {
  const t = useTranslations("devices");
  const { input } = useDevices();
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const sentence = useProblemSentence();
  return (
    <div>
      <div className="grid items-end gap-2.5 sm:grid-cols-[minmax(0,1fr)_auto]">
        <DevicePicker which="input" />
        <Button
          size="small"
          tone="outline"
          className="h-12 sm:min-w-44"
          onClick={() => {
            setProblem(null);
            setChecking(!checking);
          }}
        >
          <Mic aria-hidden />
          <span>{checking ? t("stopChecking") : t("checkMicrophone")}</span>
        </Button>
      </div>
      {/* The key: another microphone begins another measurement. */}
      {checking && <LiveLevel key={input} hidden={problem !== null} onProblem={setProblem} />}
      <LiveRegion>{checking && problem && <Banner className="mt-4">{sentence(problem)}</Banner>}</LiveRegion>
    </div>
  );
}

interface LiveLevelProps {
  hidden: boolean;
  /** Why the microphone cannot be measured; null: it is measured. */
  onProblem: (problem: Problem | null) => void;
}

function LiveLevel({ hidden, onProblem }: LiveLevelProps) {
  const t = useTranslations("devices");
  const { devices } = usePhone();
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let over = false;
    const watching = devices.watchInput((level) => showLevel(meter.current, level));
    void watching.then((watch) => !over && onProblem(watch.problem));
    return () => {
      over = true;
      void watching.then((watch) => watch.stop());
    };
  }, [devices, onProblem]);
  if (hidden) return null;
  return <LevelMeter ref={meter} label={t("level")} className="mt-4 h-2" />;
}
