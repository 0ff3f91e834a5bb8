/** What the pages say of withdrawing a target, and of bringing it back, in Chinese. */

export const withdraw = {
  open: '停用这个目标…',
  title: (name: string) => `停用目标：${name}`,
  label: '停用目标',
  meaning: (day: string) => [
    `从${day}起，它不再评估，也不计入总览、清单、任务和以后的通报。`,
    '以前各日的结论、数据和版本都保留：回看停用之前的日子，它仍在其中。',
    '它未解除的预警随即解除，接收方会收到“该目标已停用”。',
    '以后可以恢复，恢复后是新的一版。',
  ],
  reason: '停用原因',
  reasonHint: '例如：与另一个目标重复；依据某文件取消，写明文号',
  reasonMissing: '请写明停用原因，它会留在版本记录里',
  confirm: '确认停用',
  cancel: '不停用',
};

export const bringBack: typeof withdraw = {
  open: '恢复这个目标…',
  title: (name) => `恢复目标：${name}`,
  label: '恢复目标',
  meaning: (day) => [
    `从${day}起，它重新评估，并计入总览、清单、任务和以后的通报。`,
    '停用期间的日子不变：回看那些日子，它仍是停用的。',
    '内容与停用前的一版相同，恢复后是新的一版。',
  ],
  reason: '恢复原因',
  reasonHint: '例如：停用有误；依据某文件恢复，写明文号',
  reasonMissing: '请写明恢复原因，它会留在版本记录里',
  confirm: '确认恢复',
  cancel: '不恢复',
};

export const dialog = {
  version: (version: number, by: string, at: string) => `第 ${version} 版，${by}，${at}`,
  wouldChange: '将要改变',
  nowStatus: '现在的结论',
  backStatus: '恢复后的结论',
  ofStatus: (status: string) => `“${status}”的目标`,
  allTargets: '全部目标',
  count: (before: number, after: number) => `${before} → ${after} 项`,
  noAlerts: '它没有未解除的预警。',
  alerts: (count: number) => `解除 ${count} 条预警`,
  newTab: '（在新标签页打开）',
  othersFire: (count: number) => `同一数据的其他目标随即触发 ${count} 条预警。`,
  meanwhile: '您看的时候，别人已经改过',
  savedBy: (by: string, at: string, version: number, reason: string) =>
    `${by} 于 ${at} 保存了第 ${version} 版：${reason}`,
  lookAgain: '下面已是新版本的情况，请再看一遍，然后确认。',
  isWithdrawn: '已经停用，不用再停用。',
  isInForce: '已经恢复，不用再恢复。',
  close: '关闭',
};

export const state = {
  tag: '已停用',
  by: (by: string, at: string) => `${by} 于 ${at} 停用`,
  byUnknown: (at: string) => `${at} 停用，由谁停用不详`,
  reason: (reason: string) => `原因：${reason}`,
  noReason: '没有写原因。',
  meaning: '它不再评估，也不计入任何统计；停用之前各日的结论仍可查看。',
  dayBefore: (day: string) => `看${day}的评估`,
  versions: '版本记录',
  onEditPage: '确认下面的表单，改或不改，目标都会恢复生效。',
};
