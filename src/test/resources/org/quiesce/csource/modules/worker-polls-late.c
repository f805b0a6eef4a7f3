/* expected: NoKernelWarning NoUseAfterFree */
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/spi/spi.h>

struct adc {
	struct spi_device *spi;
	struct kthread_worker *worker;
	struct kthread_delayed_work poll;
	bool removed;
};

static void adc_poll(struct kthread_work *work)
{
	struct adc *adc = container_of(work, struct adc, poll.work);

	msleep(1);
	kthread_queue_delayed_work(adc->worker, &adc->poll, HZ);
}

static int adc_probe(struct spi_device *spi)
{
	struct adc *adc = kzalloc(sizeof(*adc), GFP_KERNEL);

	if (!adc)
		return -ENOMEM;
	adc->spi = spi;
	kthread_init_delayed_work(&adc->poll, adc_poll);
	adc->worker = kthread_run_worker(0, "adc");
	if (IS_ERR(adc->worker)) {
		int err = PTR_ERR(adc->worker);

		kfree(adc);
		return err;
	}
	spi_set_drvdata(spi, adc);
	kthread_queue_delayed_work(adc->worker, &adc->poll, HZ);
	return 0;
}

static void adc_remove(struct spi_device *spi)
{
	struct adc *adc = spi_get_drvdata(spi);

	kthread_destroy_worker(adc->worker);
	kfree(adc);
}

static struct spi_driver adc_driver = {
	.probe = adc_probe,
	.remove = adc_remove,
	.driver = { .name = "adc" },
};
module_spi_driver(adc_driver);
MODULE_LICENSE("GPL");
