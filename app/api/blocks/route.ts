import { blockRequestSchema } from "@/lib/contracts";
import { json, jsonWithTag } from "@/lib/server/http/answers";
import { readJson } from "@/lib/server/http/read-body";
import { block, listBlocks } from "@/lib/server/people/blocks";
import { personRoute } from "@/lib/server/routes/person-route";

export const GET = personRoute(async ({ person, request }) =>
  jsonWithTag(request, { blocks: await listBlocks(person.id) }),
);

export const POST = personRoute(async ({ person, request }) => {
  const target = await readJson(request, blockRequestSchema);
  return json(await block(person.id, target), 201);
});
