import type { ImportReport } from '#contract';

const states: Record<ImportReport['state'], string> = {
  applied: '已导入 applied',
  validated: '检查通过，未入库 valid, nothing stored',
  rejected: '已退回，未入库 refused, nothing stored',
  running: '进行中 running',
  failed: '失败 failed',
  cancelled: '已取消，未入库 cancelled, nothing stored',
  undone: '已撤销 taken back',
};

const shownRejections = 50;

/** An import's report for a person at a terminal, line by line. */
export function reportLines(report: ImportReport): string[] {
  const { file, rows } = report;
  const lines = [
    `${file.name}: ${states[report.state]}（#${report.id}, ${file.format}, ${file.encoding}, ${file.layout}）`,
    `  读取 read ${rows.read} · 新增 inserted ${rows.inserted} · 修订 revised ${rows.revised} · 不变 unchanged ${rows.unchanged} · 重复 duplicate ${rows.duplicate} · 退回 rejected ${rows.rejected}`,
  ];
  for (const { field, message, options, constant } of report.questions) {
    lines.push(`  需要回答 question: ${message}`);
    for (const { answer, label } of options) lines.push(`    --answer '${field}=${answer}'  ${label}`);
    if (constant) lines.push(`    --answer '${field}=constant:…'`);
  }
  for (const { line, column, code, value, message } of report.rejections.slice(0, shownRejections))
    lines.push(`  第${line}行 line ${line}, ${column} "${value}": ${code}: ${message}`);
  if (report.rejectionCount > shownRejections)
    lines.push(
      `  … ${report.rejectionCount - shownRejections} more: GET /api/v1/imports/${report.id}/rejections.csv`,
    );
  for (const { line, code, message } of report.warnings)
    lines.push(`  提醒 warning, line ${line}: ${code}: ${message}`);
  for (const { target, from, to } of report.verdictChanges)
    lines.push(`  评估变化 verdict: ${target}: ${from ?? '—'} → ${to}`);
  if (report.failure !== null) lines.push(`  ${report.failure}`);
  return lines;
}
