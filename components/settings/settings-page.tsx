"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMeState } from "@/components/api/me";
import { LanguageChoice } from "@/components/language/language-choice";
import { LoadFailure } from "@/components/ui/load-failure";
import { Page } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";
import { AccountSettings } from "./account-settings";
import { DataSettings } from "./data-settings";
import { PeopleSections, SignInSections } from "./later-sections";
import { NotificationSetting } from "./notification-setting";
import { PasswordSettings } from "./password-settings";
import { ProfileSettings } from "./profile-settings";
import { PushSetting } from "./push-setting";
import { RingSettings } from "./ring-settings";
import { Section } from "./section";
import { SignedInDevices } from "./signed-in-devices";
import { SoundSettings } from "./sound-settings";
import { VoicemailSettings } from "./voicemail/voicemail-settings";

/** All settings. `hasPassword`: false for an account that signs in with GitHub or Google alone. */
export function SettingsPage({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations();
  const { data, failure, refresh } = useMeState();
  // It may be set while the page is open.
  const [withPassword, setWithPassword] = useState(hasPassword);
  return (
    <Page title={t("settings.title")}>
      {data ? (
        <>
          <ProfileSettings me={data} />
          <RingSettings me={data} />
        </>
      ) : failure ? (
        <LoadFailure
          title={t("settings.loadFailed")}
          lead={t(`errors.${failure}`)}
          onTryAgain={() => void refresh()}
        />
      ) : (
        <Skeleton className="mt-8 h-72 rounded-3xl" />
      )}
      <Section title={t("settings.voicemail.label")}>
        <VoicemailSettings />
      </Section>
      <SoundSettings />
      <Section title={t("settings.notifications")}>
        <NotificationSetting />
        <PushSetting />
      </Section>
      <PeopleSections />
      <Section title={t("settings.language")}>
        <LanguageChoice />
      </Section>
      {data && (
        <PasswordSettings
          username={data.username}
          hasPassword={withPassword}
          onSet={() => setWithPassword(true)}
        />
      )}
      <SignInSections username={data?.username} hasPassword={withPassword} />
      <SignedInDevices />
      <AccountSettings />
      {data && <DataSettings username={data.username} hasPassword={withPassword} />}
    </Page>
  );
}
