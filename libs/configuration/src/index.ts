export {
  ConfigurationError,
  parseConfiguration,
  readConfiguration,
  type Configuration,
  type ConfigurationFault,
} from './configuration.js';
export { type SingleSignOn } from './single-sign-on.js';
