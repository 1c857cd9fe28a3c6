-- AlterTable
ALTER TABLE "category_node" ADD COLUMN     "line" TEXT[];

-- What Prisma cannot say -----------------------------------------------------------------------
-- A leaf is counted under everything above it in the tree, however their ids are written; one the tree does not know is
-- counted under itself.
CREATE OR REPLACE FUNCTION figure_keys(aspect int, one text, other text)
RETURNS TABLE (dimension text, key text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT d, k FROM (VALUES
    (1, 'all', ''), (1, 'kind', other), (2, 'building', one), (3, 'team', other), (3, 'person', one)) AS v (a, d, k)
   WHERE a = aspect
  UNION ALL
  SELECT 'leaf', above
    FROM unnest(coalesce((SELECT nullif(n."line", '{}') FROM "category_node" n WHERE n."id" = one), ARRAY[one])) AS above
   WHERE aspect = 1
$$;
