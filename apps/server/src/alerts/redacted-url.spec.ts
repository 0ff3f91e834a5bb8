import { redactedUrl } from './redacted-url.js';

describe('redactedUrl', () => {
  it.each([
    ['a password', 'https://user:s3cret@hooks.example.cn/', 'https://hooks.example.cn/***'],
    [
      'a secret in the query',
      'https://oapi.dingtalk.com/robot/send?access_token=s3cret',
      'https://oapi.dingtalk.com/***',
    ],
    [
      'a secret in the path',
      'https://open.feishu.cn/open-apis/bot/v2/hook/s3cret',
      'https://open.feishu.cn/***',
    ],
    ['a secret in the fragment', 'http://10.0.0.5:9093/#s3cret', 'http://10.0.0.5:9093/***'],
    ['nothing when there is nothing', 'http://10.0.0.5:9093', 'http://10.0.0.5:9093/'],
  ])('hides %s', (_case, url, shown) => {
    expect(redactedUrl(url)).toBe(shown);
  });
});
