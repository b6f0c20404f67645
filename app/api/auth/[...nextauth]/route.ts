import { handleAuth } from "@/lib/server/auth";
import { publicRoute } from "@/lib/server/routes/public-route";

export const GET = publicRoute(handleAuth);
export const POST = publicRoute(handleAuth);
