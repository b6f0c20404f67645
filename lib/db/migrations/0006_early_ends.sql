DROP INDEX "calls_started";--> statement-breakpoint
ALTER TABLE "call_events" ALTER COLUMN "call_id" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "calls_started" ON "calls" USING btree ("started_at") WHERE ("calls"."evidence" = 'refused' and "calls"."released_at" <= "calls"."started_at") is not true;