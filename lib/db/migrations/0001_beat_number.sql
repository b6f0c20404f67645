ALTER TABLE "presence" ADD COLUMN "n" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "call_events_received" ON "call_events" USING btree ("received_at");