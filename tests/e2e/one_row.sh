#!/usr/bin/env bash
# A thousand rows in a database, ten videos of them: one row changes, and what is drawn again is the segment that shows it.
. "$(dirname "$0")/lib.sh"
mkdir -p t/fonts
cp "$SOURCE/tests/golden/fonts/Inter-Medium.otf" t/fonts/
sqlite3 t/sales.db "create table sales(region text, day integer, amount integer);
  with recursive n(i) as (select 0 union all select i + 1 from n where i < 999)
  insert into sales select 'region ' || (i % 10), i / 10, 100 + i * 7 % 31 from n"
cat >t/film.json <<'JSON'
{
  "framepress": 1,
  "canvas": { "size": [96, 54], "fps": 10, "duration": "6s", "background": "#101418" },
  "fonts": { "main": "fonts/Inter-Medium.otf" },
  "params": { "region": { "type": "text", "required": true } },
  "data": {
    "days": { "sqlite": "sales.db", "query": "select day, amount from sales where region = :region order by day",
              "columns": { "day": "number", "amount": "number" } },
    "total": { "sqlite": "sales.db", "query": "select sum(amount) as amount from sales where region = :region",
               "columns": { "amount": "number" } }
  },
  "layers": [
    { "type": "text", "text": "Sales", "font": "main", "fontSize": 16, "position": [8, 8], "out": "2s" },
    { "type": "line", "position": [0, 0], "size": [96, 54], "data": "{{days}}", "x": "day", "value": "amount", "in": "2s", "out": "4s", "reveal": null },
    { "type": "number", "value": "{{total.0.amount}}", "font": "main", "fontSize": 20, "position": [8, 8], "in": "4s", "count": { "duration": "1s" } }
  ]
}
JSON
press() {
  expect 0 batch t/film.json --data t/sales.db --query 'select distinct region from sales order by region' -o 'made/{region}.mp4' \
    --device cpu --store store --segment 2s --force --json "$@"
}
[ "$(sqlite3 t/sales.db 'select count(*) from sales')" = 1000 ] || fault "not a thousand rows"
press
json /videos/9/reused 1  # all begin alike
cp -r made before
sqlite3 t/sales.db "update sales set amount = 180 where region = 'region 3' and day = 50"
press
for i in 0 1 2 4 5 6 7 8 9; do json "/videos/$i/reused" 3; same "made/region $i.mp4" "before/region $i.mp4"; done
json /videos/3/reused 1  # the line and the total show it, the title does not
cmp -s "made/region 3.mp4" "before/region 3.mp4" && fault "the changed row is not shown"
sqlite3 t/sales.db "update sales set amount = amount + case day when 10 then 5 when 11 then -5 else 0 end where region = 'region 7'"
press
json /videos/7/reused 2  # the total is what it was
for i in 0 1 2 3 4 5 6 8 9; do json "/videos/$i/reused" 3; done
finish
