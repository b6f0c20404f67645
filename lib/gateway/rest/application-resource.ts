import type { Application } from "../account/applications";
import { twilioTime } from "../base/twilio-time";
import { API_VERSION } from "../call/params";

/** A TwiML application as Twilio's REST interface shows it. */
export function applicationResource(accountSid: string, application: Application): Record<string, unknown> {
  return {
    sid: application.sid,
    account_sid: accountSid,
    friendly_name: application.friendlyName,
    api_version: application.apiVersion,
    voice_url: application.voiceUrl,
    voice_method: application.voiceMethod,
    voice_fallback_url: application.voiceFallbackUrl,
    voice_fallback_method: application.voiceFallbackMethod,
    status_callback: application.statusCallback,
    status_callback_method: application.statusCallbackMethod,
    voice_caller_id_lookup: application.voiceCallerIdLookup,
    sms_url: application.smsUrl,
    sms_method: application.smsMethod,
    sms_fallback_url: application.smsFallbackUrl,
    sms_fallback_method: application.smsFallbackMethod,
    sms_status_callback: application.smsStatusCallback,
    message_status_callback: application.messageStatusCallback,
    public_application_connect_enabled: application.publicApplicationConnectEnabled,
    date_created: twilioTime(application.createdAt),
    date_updated: twilioTime(application.updatedAt),
    uri: `/${API_VERSION}/Accounts/${accountSid}/Applications/${application.sid}.json`,
  };
}
