import { blockRequestSchema } from "@/lib/contracts";
import { requirePerson } from "@/lib/server/auth";
import { handle, json, readJson } from "@/lib/server/http/http";
import { block, listBlocks } from "@/lib/server/people/blocks";

export const GET = handle(async () => {
  const me = await requirePerson();
  return json({ blocks: await listBlocks(me.id) });
});

export const POST = handle(async (request) => {
  const me = await requirePerson();
  const target = await readJson(request, blockRequestSchema);
  return json(await block(me.id, target), 201);
});
