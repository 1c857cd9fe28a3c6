/** How the page looks: one column on a phone, two on a desk, black on white with few colours on A4. */
export const STYLE = `
:root{--ink:#1d2a33;--soft:#64737e;--line:#e1e7eb;--brand:#1f6f78;--good:#1d7a4f;--bad:#b4481a;--pale:#f4f7f8}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#eef2f4;color:var(--ink);font:15px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:1180px;margin:0 auto;background:#fff}
header{background:var(--brand);color:#fff;padding:36px 40px 30px}
header p{margin:0;opacity:.9}
header .project{font-size:17px;letter-spacing:.06em}
header h1{font-size:30px;line-height:1.3;margin:4px 0 14px;font-weight:600}
header .head{display:flex;flex-wrap:wrap;gap:4px 26px;font-size:14px}
nav{display:flex;flex-wrap:wrap;gap:2px 20px;padding:12px 40px;border-bottom:1px solid var(--line);font-size:14px}
nav a{color:var(--brand);text-decoration:none;padding:4px 0}
section{padding:30px 40px 8px}
section+section{border-top:1px solid var(--line)}
h2{font-size:21px;margin:0 0 18px;font-weight:600}
h2 span{color:var(--brand);margin-right:.5em;font-variant-numeric:tabular-nums}
h3{font-size:15px;margin:0 0 8px;font-weight:600}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:14px;margin-bottom:22px}
.card{border:1px solid var(--line);border-top:3px solid var(--line);border-radius:6px;padding:14px 16px}
.card.good{border-top-color:var(--good)}
.card.bad{border-top-color:var(--bad)}
.card dt{color:var(--soft);font-size:14px}
.card dd{margin:0}
.card .value{font-size:28px;line-height:1.3;font-weight:600;font-variant-numeric:tabular-nums}
.card.bad .value{color:var(--bad)}
.card .sub{color:var(--soft);font-size:13px}
.blocks{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:26px 36px;margin-bottom:24px;align-items:start}
.wide{grid-column:1/-1}
.block{min-width:0;margin:0}
.block svg{display:block;width:100%;max-width:640px;height:auto}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{padding:7px 10px;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;font-variant-numeric:tabular-nums;white-space:nowrap}
th{color:var(--soft);font-weight:500;background:var(--pale);border-bottom-color:#cfd8de}
th.text,td.text{text-align:left}
td.text{white-space:normal;min-width:5em;overflow-wrap:anywhere}
td small{color:var(--soft);margin-left:.4em}
td .missed{color:var(--bad);font-weight:600}
td .few{color:var(--soft);border:1px solid var(--line);border-radius:3px;font-size:12px;padding:0 4px;margin-left:.4em}
.note{color:var(--soft);font-size:13px;margin:8px 0 0}
p.say{margin:0}
footer{padding:20px 40px 36px;color:var(--soft);font-size:13px;border-top:1px solid var(--line)}
@media (max-width:760px){
header{padding:24px 18px 20px}header h1{font-size:24px}
nav{padding:8px 18px;gap:0 16px}
section{padding:22px 18px 4px}footer{padding:16px 18px 28px}
.blocks{grid-template-columns:minmax(0,1fr)}
.cards{grid-template-columns:1fr 1fr;gap:10px}
.card{padding:10px 12px}.card .value{font-size:23px}
th,td{padding:7px 8px}
}
@page{size:A4;margin:14mm 13mm}
@media print{
body{background:#fff;font-size:10.5pt}
main{max-width:none}nav{display:none}
header{padding:8mm 8mm 7mm}
section{padding:6mm 0 1mm}footer{padding:4mm 0 0}
h2{break-after:avoid}h3{break-after:avoid}
.card,.chart,tr{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}
.cards{grid-template-columns:repeat(4,1fr);gap:3mm}
.card{padding:2.5mm 3mm}.card .value{font-size:17pt}
table{font-size:8.5pt}th,td{padding:1.3mm 1.6mm}
.chart svg{max-width:88mm}
}
`
