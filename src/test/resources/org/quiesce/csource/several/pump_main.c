#include <linux/module.h>
#include "pump.h"

static struct pump pump;

static int __init start(void)
{
	return pump_start(&pump);
}

static void __exit stop(void)
{
	pump_stop(&pump);
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
