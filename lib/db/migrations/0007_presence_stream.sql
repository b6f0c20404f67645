ALTER TABLE "presence" ADD COLUMN "stream" uuid;--> statement-breakpoint
CREATE INDEX "presence_expiry" ON "presence" USING btree ("expires_at") WHERE "presence"."phone" <> 'gone';