/*
 * Remove and a failed probe stop the thread, then free the device.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct priv {
	unsigned long count;
};

static struct task_struct *spi_task;
static struct priv *priv;

static bool fault;
module_param(fault, bool, 0600);

static bool register_fails(void)
{
	return READ_ONCE(fault);
}

static int spi_kthread(void *data)
{
	while (!kthread_should_stop()) {
		priv->count++;
		msleep(100);
	}
	return 0;
}

static int __init encx24j600_remove_init(void)
{
	priv = kzalloc(sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;
	spi_task = kthread_run(spi_kthread, NULL, "spi_kthread");
	if (IS_ERR(spi_task)) {
		kfree(priv);
		return PTR_ERR(spi_task);
	}
	if (register_fails()) {
		kthread_stop(spi_task);
		kfree(priv);
		return -ENODEV;
	}
	return 0;
}

static void __exit encx24j600_remove_exit(void)
{
	kthread_stop(spi_task);
	kfree(priv);
}

module_init(encx24j600_remove_init);
module_exit(encx24j600_remove_exit);
MODULE_DESCRIPTION("encx24j600 never stops its thread");
MODULE_LICENSE("GPL");
