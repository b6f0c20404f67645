// First, since it replaces a module that the routes import.
import "./scope";

export * as unknown from "../[[...path]]/route";
export * as allows from "../allows/route";
export * as auth from "../auth/[...nextauth]/route";
export * as block from "../blocks/[id]/route";
export * as blocks from "../blocks/route";
export * as ended from "../calls/[ref]/ended/route";
export * as call from "../calls/[ref]/route";
export * as calls from "../calls/route";
export * as seen from "../calls/seen/route";
export * as changes from "../changes/route";
export * as changesScreen from "../changes/screen/route";
export * as diagnostics from "../diagnostics/route";
export * as health from "../health/route";
export * as accountExport from "../me/export/route";
export * as password from "../me/password/route";
export * as me from "../me/route";
export * as allow from "../people/[username]/allow/route";
export * as person from "../people/[username]/route";
export * as people from "../people/route";
export * as presence from "../presence/route";
export * as session from "../sessions/[id]/route";
export * as sessions from "../sessions/route";
export * as voiceCall from "../voice/call/route";
export * as voiceDial from "../voice/dial/route";
export * as voiceStatus from "../voice/status/route";
export * as voiceToken from "../voice/token/route";
