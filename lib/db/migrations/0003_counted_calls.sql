-- Calls that were over before their places were counted hold none. Older calls hold none anyway.
UPDATE "calls" SET "released_at" = coalesce("ended_at", "started_at") WHERE "released_at" IS NULL AND "evidence" IN ('network', 'refused') AND "started_at" > now() - interval '5 hours';--> statement-breakpoint
DROP INDEX "calls_started";--> statement-breakpoint
CREATE INDEX "calls_started" ON "calls" USING btree ("started_at") WHERE ("calls"."evidence" = 'refused' and "calls"."ended_at" <= "calls"."started_at") is not true;
