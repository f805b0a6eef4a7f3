/* expected: NoUseAfterFree */
/* An interrupt that goes with its device, and so after remove(): it may wake a thread that is stopped by then. */
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

struct probe {
	struct task_struct *task;
};

static irqreturn_t probe_irq(int irq, void *dev_id)
{
	struct probe *p = dev_id;

	wake_up_process(p->task);
	return IRQ_HANDLED;
}

static int probe_thread(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int probe_probe(struct platform_device *pdev)
{
	struct probe *p;
	int err;

	p = devm_kzalloc(&pdev->dev, sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	platform_set_drvdata(pdev, p);
	p->task = kthread_run(probe_thread, p, "probe");
	if (IS_ERR(p->task))
		return PTR_ERR(p->task);
	err = devm_request_irq(&pdev->dev, platform_get_irq(pdev, 0), probe_irq, 0, "probe", p);
	if (err)
		kthread_stop(p->task);
	return err;
}

static void probe_remove(struct platform_device *pdev)
{
	struct probe *p = platform_get_drvdata(pdev);

	kthread_stop(p->task);
}

static struct platform_driver probe_driver = {
	.probe = probe_probe,
	.remove = probe_remove,
	.driver = { .name = "probe" },
};
module_platform_driver(probe_driver);
MODULE_LICENSE("GPL");
