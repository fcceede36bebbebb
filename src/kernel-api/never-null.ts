/**
 * Calls that return an address or an ERR_PTR, and NULL never: fs/open.c, mm/util.c, kernel/kthread.c, drivers/base/, drivers/hwmon/hwmon.c,
 * drivers/gpio/gpiolib.c; 4.4 ... 7.2. Not those that are stubs where a kernel is built without their subsystem, which return NULL there.
 */
export const NEVER_NULL =
  /^(filp_open|v?memdup_user(_nul)?|kthread_(run|create|create_on_node|create_on_cpu|create_worker|run_worker)|(__)?class_create|device_create(_with_groups)?|root_device_register|platform_device_register_(simple|data|resndata|full)|(devm_)?gpiod_get(_index)?)$/;
