CREATE TABLE "call_counts" (
	"minute" timestamp with time zone PRIMARY KEY NOT NULL,
	"calls" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "blocks_blocked";--> statement-breakpoint
DROP INDEX "presence_expiry";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "came_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "blocks_blocker" ON "blocks" USING btree ("blocker_id","created_at");--> statement-breakpoint
CREATE INDEX "calls_between" ON "calls" USING btree ("caller_id","callee_id","id") WHERE not "calls"."anonymous";--> statement-breakpoint
CREATE INDEX "calls_missed" ON "calls" USING btree ("callee_id","id") WHERE "calls"."outcome" in ('no_answer', 'canceled', 'offline', 'busy', 'failed');--> statement-breakpoint
CREATE INDEX "calls_new_missed" ON "calls" USING btree ("callee_id") WHERE "calls"."outcome" in ('no_answer', 'canceled', 'offline', 'busy', 'failed') and not "calls"."seen";--> statement-breakpoint
CREATE INDEX "calls_hinted" ON "calls" USING btree (least("caller_ended_at", "callee_ended_at")) WHERE "calls"."outcome" is null;--> statement-breakpoint
CREATE INDEX "calls_counted" ON "calls" USING btree ("caller_id","started_at") WHERE ("calls"."evidence" = 'refused' and "calls"."released_at" <= "calls"."started_at") is not true;--> statement-breakpoint
CREATE INDEX "users_order" ON "users" USING btree (lower("display_name"),"username");--> statement-breakpoint
CREATE INDEX "users_came" ON "users" USING btree (lower("display_name"),"username") WHERE "users"."came_at" is not null;--> statement-breakpoint
-- Each character of a text, and each two that stand side by side. What a search looks for is in a text only if all of its
-- grams are among the text's (lib/db/text.ts).
CREATE OR REPLACE FUNCTION "name_grams"(searched text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(searched, start, length)), '{}')
  FROM generate_series(1, length(searched)) AS start, generate_series(1, 2) AS length
  WHERE start + length - 1 <= length(searched)
$$;--> statement-breakpoint
CREATE INDEX "users_grams" ON "users" USING gin (name_grams(("username" || E'\n' || coalesce("search_name", lower("display_name")))));--> statement-breakpoint
CREATE INDEX "blocks_blocked" ON "blocks" USING btree ("blocked_id","blocker_id");--> statement-breakpoint
CREATE INDEX "presence_expiry" ON "presence" USING btree ("expires_at");--> statement-breakpoint
-- Keeps "users"."came_at": set while the person has a row of "presence", whoever writes or removes that. It is set anew by
-- each new row, so that a removal at the same moment sees that it must not clear it.
CREATE OR REPLACE FUNCTION "note_came"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE users SET came_at = clock_timestamp() WHERE id = NEW.user_id;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "note_gone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE users SET came_at = NULL
  FROM (SELECT id, came_at FROM users WHERE id IN (SELECT user_id FROM gone)) AS before
  WHERE users.id = before.id AND users.came_at = before.came_at
    AND NOT EXISTS (SELECT 1 FROM presence WHERE presence.user_id = users.id);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "presence_came" AFTER INSERT ON "presence" FOR EACH ROW EXECUTE FUNCTION "note_came"();--> statement-breakpoint
CREATE TRIGGER "presence_gone" AFTER DELETE ON "presence" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "note_gone"();--> statement-breakpoint
UPDATE "users" SET "came_at" = now() WHERE EXISTS (SELECT 1 FROM "presence" WHERE "presence"."user_id" = "users"."id");
