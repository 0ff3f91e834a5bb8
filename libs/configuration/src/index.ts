export {
  ConfigurationError,
  parseConfiguration,
  readConfiguration,
  type Configuration,
  type ConfigurationFault,
} from './configuration.js';
