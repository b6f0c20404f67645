ALTER TABLE "users" ADD COLUMN "search_name" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "username_look" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "key_version" integer;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_username_look_unique" UNIQUE("username_look");--> statement-breakpoint
-- Blocking somebody by name switches anonymous calls off from now on. Whoever has blocked somebody before gets the same.
UPDATE "users" SET "accepts_anonymous" = false WHERE EXISTS (
  SELECT 1 FROM "blocks" WHERE "blocks"."blocker_id" = "users"."id" AND "blocks"."ref" IS NULL
);
