import { handleAuth } from "@/lib/server/auth";
import { handle } from "@/lib/server/http/http";

export const GET = handle(handleAuth);
export const POST = handle(handleAuth);
