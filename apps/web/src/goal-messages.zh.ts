/** What a target may ask for besides a value, in Chinese. Its shape is the one that English must match. */
export const directionOnly: string = '只定方向，未定数值';
export const complete: string = '全部完成';
export const between = (lower: string, upper: string) => `${lower}—${upper}`;
