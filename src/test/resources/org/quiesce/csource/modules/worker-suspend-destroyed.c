/* expected: NoUseAfterFree */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/spi/spi.h>
#include <linux/timer.h>

struct dac {
	struct kthread_worker *worker;
	struct kthread_work work;
	struct timer_list timer;
};

static void dac_work(struct kthread_work *w)
{
	msleep(1);
}

static void dac_tick(struct timer_list *t)
{
	struct dac *d = from_timer(d, t, timer);

	kthread_queue_work(d->worker, &d->work);
	mod_timer(&d->timer, jiffies + HZ);
}

static int dac_probe(struct spi_device *spi)
{
	struct dac *d = kzalloc(sizeof(*d), GFP_KERNEL);

	if (!d)
		return -ENOMEM;
	kthread_init_work(&d->work, dac_work);
	timer_setup(&d->timer, dac_tick, 0);
	d->worker = kthread_run_worker(0, "dac");
	if (IS_ERR(d->worker)) {
		int err = PTR_ERR(d->worker);

		kfree(d);
		return err;
	}
	spi_set_drvdata(spi, d);
	mod_timer(&d->timer, jiffies + HZ);
	return 0;
}

static void dac_remove(struct spi_device *spi)
{
	struct dac *d = spi_get_drvdata(spi);

	timer_shutdown_sync(&d->timer);
	kthread_destroy_worker(d->worker);
	kfree(d);
}

static int dac_suspend(struct device *dev)
{
	struct dac *d = dev_get_drvdata(dev);

	timer_delete_sync(&d->timer);
	kthread_destroy_worker(d->worker);
	return 0;
}

static int dac_resume(struct device *dev)
{
	struct dac *d = dev_get_drvdata(dev);

	mod_timer(&d->timer, jiffies + HZ);
	return 0;
}

static DEFINE_SIMPLE_DEV_PM_OPS(dac_pm, dac_suspend, dac_resume);
static struct spi_driver dac_driver = {
	.probe = dac_probe,
	.remove = dac_remove,
	.driver = { .name = "dac", .pm = pm_sleep_ptr(&dac_pm) },
};
module_spi_driver(dac_driver);
MODULE_LICENSE("GPL");
